/** The Kafka protocol over the log: requests in, responses out, batches untouched. */
@NullMarked
package io.weir.kafka;

import org.jspecify.annotations.NullMarked;
