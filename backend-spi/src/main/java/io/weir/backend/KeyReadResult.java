package io.weir.backend;

import io.netty.buffer.ByteBuf;

/**
 * What was found by a key, where to look on, and where the partition stood then.
 *
 * @param batches whole batches, one after another, perhaps none; owned by the receiver
 * @param next the offset to go on from: everything before it was looked at. Greater than the offset
 *     asked for unless that was the end of what is visible, which it never exceeds
 * @param offsets where the partition began and ended
 */
public record KeyReadResult(ByteBuf batches, long next, Offsets offsets) {}
