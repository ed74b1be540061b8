/**
 * What messaging means, free of any protocol. {@link io.weir.core.Core} holds the parts: topics,
 * publishing, reading, state, producers, events. Every call names its {@link
 * io.weir.core.tenant.Caller}, and so its tenant; failures are of one family, {@link
 * io.weir.core.failure.Failure}.
 */
@NullMarked
package io.weir.core;

import org.jspecify.annotations.NullMarked;
