/**
 * From Kafka's words to Weir's and back: {@link io.weir.kafka.mapping.ErrorCodes errors},
 * {@link io.weir.kafka.mapping.TopicNames names}, {@link io.weir.kafka.mapping.TopicConfigs topic configurations}.
 */
@NullMarked
package io.weir.kafka.mapping;

import org.jspecify.annotations.NullMarked;
