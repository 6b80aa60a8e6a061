/** Training dynamics: runs recorded on workers, and the layout that others keep them in. */
package io.palimpsest.transforms.dynamics;
