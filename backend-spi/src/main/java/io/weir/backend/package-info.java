/**
 * The contract between Weir and the log it stands on.
 *
 * <p>A {@link io.weir.backend.Backend} is three small things: {@link io.weir.backend.TopicStore
 * topics}, {@link io.weir.backend.PartitionLog partitions of batches}, {@link
 * io.weir.backend.ProducerStore producers and their transactions}. It knows nothing of protocols,
 * tenants, queues or sessions.
 *
 * <h2>Rules that hold for every method</h2>
 *
 * <ul>
 *   <li><b>Threads.</b> Any thread may call; no call blocks. A call made on a Vert.x context is
 *       completed on that context; any other is completed on a thread of the backend, where the
 *       caller must not block. Calls of one thread on one partition take effect in the order in
 *       which they were made.
 *   <li><b>Buffers.</b> Who passes a buffer to an append gives it away: the backend releases it
 *       exactly once, whatever comes of the call. Who receives a {@link io.weir.backend.ReadResult}
 *       owns its buffer and releases it exactly once, on any thread.
 *   <li><b>Failures.</b> A future fails with a {@link io.weir.backend.BackendException} and nothing
 *       else; anything else that escapes is a defect of the backend. No method throws, but for
 *       arguments that violate its contract.
 *   <li><b>Bounds.</b> What a backend queues is bounded; past the bound a call fails with {@link
 *       io.weir.backend.BackendException.Throttled} at once rather than waiting in memory.
 * </ul>
 */
@NullMarked
package io.weir.backend;

import org.jspecify.annotations.NullMarked;
