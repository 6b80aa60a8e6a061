/** Which training examples mattered, as stages ask for it. */
package io.palimpsest.transforms.attribution;
