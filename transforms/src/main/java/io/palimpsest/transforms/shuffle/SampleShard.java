package io.palimpsest.transforms.shuffle;

import io.palimpsest.schemas.artifact.Modality;
import io.palimpsest.transforms.artifact.InputShard;
import java.io.Serializable;

/**
 * A shard of samples to shuffle.
 *
 * @param shard of an artifact
 * @param modality of its samples
 * @param source number of its artifact among those of the same modality, from 0
 */
public record SampleShard(InputShard shard, Modality modality, int source)
    implements Serializable {}
