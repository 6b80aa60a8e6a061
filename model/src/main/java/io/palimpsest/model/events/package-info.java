/** A training run's figures by step, in the forms that other tools show. */
package io.palimpsest.model.events;
