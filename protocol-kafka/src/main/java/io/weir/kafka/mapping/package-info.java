/**
 * From Kafka's words to Weir's and back: {@link io.weir.kafka.mapping.ErrorCodes errors}, {@link
 * io.weir.kafka.mapping.TopicIds topic ids}, {@link io.weir.kafka.mapping.TopicConfigs topic
 * configurations}.
 */
@NullMarked
package io.weir.kafka.mapping;

import org.jspecify.annotations.NullMarked;
