package io.palimpsest.pipelines.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.FileAppender;
import io.palimpsest.schemas.Secrets;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes logs with Logback, which a JVM of Flink's lacks: there this class is not touched. */
final class LogFile {
  private LogFile() {}

  /** Logs from now on to {@code file}. */
  static void open(Path file) {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    PatternLayoutEncoder encoder = new Encoder();
    encoder.setContext(context);
    encoder.setCharset(StandardCharsets.UTF_8);
    encoder.setPattern("%d{HH:mm:ss.SSS} %-5level [%thread] %logger{36}: %msg%n");
    encoder.start();
    FileAppender<ILoggingEvent> appender = new FileAppender<>();
    appender.setContext(context);
    appender.setFile(file.toString());
    appender.setEncoder(encoder);
    appender.start();
    ch.qos.logback.classic.Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.INFO);
    root.addAppender(appender);
  }

  /** Beam and Flink log what they were given; a log file is passed on in reports of faults. */
  private static final class Encoder extends PatternLayoutEncoder {
    @Override
    public byte[] encode(ILoggingEvent event) {
      return Secrets.redacted(new String(super.encode(event), StandardCharsets.UTF_8))
          .getBytes(StandardCharsets.UTF_8);
    }
  }
}
