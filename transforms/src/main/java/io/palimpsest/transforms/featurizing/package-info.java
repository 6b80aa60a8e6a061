/** Features of examples, from encoders in processes of their own. */
package io.palimpsest.transforms.featurizing;
