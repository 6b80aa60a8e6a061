package io.palimpsest.pipelines.report;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;

/**
 * Renders a report as one HTML page that needs nothing else: style, pictures, charts and their
 * library are inlined, and its content security policy forbids it to load anything. Equal reports
 * give equal pages.
 *
 * <pre>{@code
 * String html = ReportPage.html(Report.of("quickstart", now).withStages(stages));
 * }</pre>
 */
public final class ReportPage {
  private static final Template TEMPLATE =
      Mustache.compiler().emptyStringIsFalse(true).compile(Resources.text("page.mustache"));

  private ReportPage() {}

  /**
   * The page, to be written in UTF-8.
   *
   * @throws io.palimpsest.schemas.InvalidInputException if a sample's bytes are not whole patches
   * @throws IllegalArgumentException if the stages form a cycle
   */
  public static String html(Report report) {
    return TEMPLATE.execute(PageParts.of(report));
  }
}
