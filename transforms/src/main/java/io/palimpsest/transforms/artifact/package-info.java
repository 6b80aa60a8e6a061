/** From the files that workers wrote to what the manifest says of them. */
package io.palimpsest.transforms.artifact;
