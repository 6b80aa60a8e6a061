package io.palimpsest.pipelines.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Documents a component of a configuration record; its key is the name in kebab-case. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Key {
  /** The default of keys that must be given. */
  String REQUIRED = "";

  /** The default of keys that take the workflow's seed. */
  String SEED = "workflow's seed";

  /** What it means, with its unit and bounds. */
  String value();

  /** The default as YAML, {@link #REQUIRED} or {@link #SEED}. */
  String byDefault() default REQUIRED;

  /** Whether it decides the artifact's bytes; paths and resources do not. */
  Effect effect() default Effect.DATA;

  /** What a key decides. */
  enum Effect {
    /** The artifact's bytes: part of the fingerprint. */
    DATA,
    /**
     * The artifact's bytes, but nothing at its default: part of the fingerprint when it is set, so
     * that a key that is new leaves the fingerprints of older workflows alone.
     */
    DATA_UNLESS_DEFAULT,
    /** Where from, where or how fast: no part of the fingerprint. */
    EXECUTION
  }
}
