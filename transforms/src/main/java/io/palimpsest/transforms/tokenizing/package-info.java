/** Documents, examples and rendered images to sequences of token ids. */
package io.palimpsest.transforms.tokenizing;
