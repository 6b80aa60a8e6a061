/** Simulators of training runs, fitted and asked in processes of their own. */
package io.palimpsest.transforms.simulation;
