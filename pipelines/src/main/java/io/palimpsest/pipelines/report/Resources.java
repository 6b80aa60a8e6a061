package io.palimpsest.pipelines.report;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Properties;

/** The texts that the page is made of. */
final class Resources {
  private static final String ECHARTS = "/META-INF/resources/webjars/echarts/";
  private static final String ECHARTS_VERSION =
      "/META-INF/maven/org.webjars.npm/echarts/pom.properties";

  private Resources() {}

  /** A file of this package. */
  static String text(String name) {
    return new String(bytes(name), StandardCharsets.UTF_8);
  }

  /** The chart library, made fit for a script element. */
  static String echarts() {
    return inScript(text(ECHARTS + echartsVersion() + "/dist/echarts.min.js"));
  }

  /** Neither sequence can stand in a script element; both may only occur in string literals. */
  static String inScript(String script) {
    return script.replaceAll("(?i)</(?=script)", "<\\\\/").replace("<!--", "<\\!--");
  }

  private static String echartsVersion() {
    Properties properties = new Properties();
    try (InputStream in = open(ECHARTS_VERSION)) {
      properties.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties.getProperty("version");
  }

  private static byte[] bytes(String name) {
    try (InputStream in = open(name)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static InputStream open(String name) throws IOException {
    InputStream in = Resources.class.getResourceAsStream(name);
    if (in == null) {
      throw new FileNotFoundException(
          name + " is not on the class path; is the installation complete?");
    }
    return in;
  }
}
