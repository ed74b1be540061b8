/**
 * From the wire to the model and back: properties and typed headers, the arguments of declarations,
 * and {@link io.weir.amqp091.mapping.AmqpException}, where failures become reply codes.
 */
@NullMarked
package io.weir.amqp091.mapping;

import org.jspecify.annotations.NullMarked;
