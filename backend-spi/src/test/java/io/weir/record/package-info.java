/**
 * The message model against Apache Kafka's own reader and writer of the format, and against
 * garbage.
 */
@NullMarked
package io.weir.record;

import org.jspecify.annotations.NullMarked;
