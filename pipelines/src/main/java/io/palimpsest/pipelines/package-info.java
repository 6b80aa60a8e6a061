/**
 * What users touch: stage types ({@code stage}) with their configuration ({@code config}),
 * workflows made of them ({@code workflow}), running them ({@code run}), the command line ({@code
 * cli}) and the report ({@code report}).
 */
package io.palimpsest.pipelines;
