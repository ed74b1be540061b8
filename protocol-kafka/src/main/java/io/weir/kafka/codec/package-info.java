/**
 * Bytes to requests and responses to bytes, without a socket. {@link
 * io.weir.kafka.codec.FrameDecoder} cuts the stream into frames, {@link
 * io.weir.kafka.codec.RequestHead} and {@link io.weir.kafka.codec.RequestBody} are a frame
 * understood, {@link io.weir.kafka.codec.ResponseEncoder} writes what is answered. Record batches
 * are slices of the frames they came in and go out as slices of what the log returned; nothing here
 * looks inside one.
 */
@NullMarked
package io.weir.kafka.codec;

import org.jspecify.annotations.NullMarked;
