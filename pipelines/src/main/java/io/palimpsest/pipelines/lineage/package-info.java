/**
 * What a run did, told to others as <a href="https://openlineage.io">OpenLineage</a> events: which
 * stage read which datasets and made which, from what configuration, fonts, tokenizers and models.
 */
package io.palimpsest.pipelines.lineage;
