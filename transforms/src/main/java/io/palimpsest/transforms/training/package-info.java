/** Training and evaluating models as work for a forked process. */
package io.palimpsest.transforms.training;
