/** Running workflows: workspace, Beam jobs, progress, results. */
package io.palimpsest.pipelines.run;
