/** What methods that forecast training runs are given, and what they give. */
package io.palimpsest.model.forecast;
