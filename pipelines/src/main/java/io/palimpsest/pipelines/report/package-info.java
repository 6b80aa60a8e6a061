/**
 * The report of a workflow: one self-contained HTML page, from plain values. {@code ReportPage}
 * makes it; the other classes each work out one part of the page, and the template, style and
 * script lie beside them as resources.
 */
package io.palimpsest.pipelines.report;
