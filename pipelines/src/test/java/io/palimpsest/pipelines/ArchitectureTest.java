package io.palimpsest.pipelines;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The modules' arrows: schemas ← model ← transforms ← pipelines. */
@AnalyzeClasses(packages = "io.palimpsest", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule SCHEMAS_KNOW_NOTHING_ABOVE =
      noClasses()
          .that()
          .resideInAPackage("io.palimpsest.schemas..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.palimpsest.model..",
              "io.palimpsest.transforms..",
              "io.palimpsest.pipelines..",
              "org.apache.beam..",
              "ai.djl..");

  @ArchTest
  static final ArchRule MODEL_KNOWS_NO_BEAM =
      noClasses()
          .that()
          .resideInAPackage("io.palimpsest.model..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.palimpsest.transforms..", "io.palimpsest.pipelines..", "org.apache.beam..");

  @ArchTest
  static final ArchRule TRANSFORMS_KNOW_NO_DJL_AND_NO_RUNNER =
      noClasses()
          .that()
          .resideInAPackage("io.palimpsest.transforms..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.palimpsest.pipelines..", "ai.djl..", "org.apache.beam.runners..");

  @ArchTest
  static final ArchRule STORAGE_ALONE_KNOWS_WHERE_FILES_LIE =
      noClasses()
          .that()
          .resideInAPackage("io.palimpsest..")
          .and()
          .resideOutsideOfPackages(
              "io.palimpsest.transforms.storage..", "io.palimpsest.pipelines.run..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "com.google.cloud..", "com.google.api..", "org.apache.beam.sdk.extensions.gcp..");

  @ArchTest
  static final ArchRule STAGES_KNOW_NO_RUNNER =
      noClasses()
          .that()
          .resideInAnyPackage(
              "io.palimpsest.pipelines.stage..", "io.palimpsest.pipelines.workflow..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.apache.beam.runners..", "org.apache.flink..", "io.palimpsest.pipelines.run..");

  @ArchTest
  static final ArchRule TRANSFORMS_PACKAGES_HAVE_NO_CYCLES =
      slices().matching("io.palimpsest.transforms.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule MODEL_PACKAGES_HAVE_NO_CYCLES =
      slices().matching("io.palimpsest.model.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule PIPELINES_PACKAGES_HAVE_NO_CYCLES =
      slices().matching("io.palimpsest.pipelines.(*)..").should().beFreeOfCycles();
}
