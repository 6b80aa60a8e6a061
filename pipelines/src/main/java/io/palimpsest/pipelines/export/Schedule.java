package io.palimpsest.pipelines.export;

import java.time.LocalDate;

/**
 * When a workflow runs by itself.
 *
 * @param cron five fields of cron, or a preset such as {@code @daily}
 * @param start the first date (UTC) that it may run for; backfills reach back to it
 */
public record Schedule(String cron, LocalDate start) {}
