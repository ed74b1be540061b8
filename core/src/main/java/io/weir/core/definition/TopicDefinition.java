package io.weir.core.definition;

import io.weir.backend.TopicSettings;
import io.weir.core.address.TopicName;

/**
 * A topic that is to exist.
 *
 * @param partitions from 1 to {@link io.weir.core.topic.Topics#MAX_PARTITIONS}
 */
public record TopicDefinition(TopicName name, int partitions, TopicSettings settings) {}
