/** How far running work has come, for people who watch. */
package io.palimpsest.transforms.progress;
