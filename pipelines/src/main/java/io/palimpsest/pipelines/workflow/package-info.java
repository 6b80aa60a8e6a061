/** Workflow files: what they say, in which order their stages run, and which need to run at all. */
package io.palimpsest.pipelines.workflow;
