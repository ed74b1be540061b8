/** What happens to messages, told to whoever listens: the seam for telemetry. */
@NullMarked
package io.weir.core.event;

import org.jspecify.annotations.NullMarked;
