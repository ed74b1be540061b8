/**
 * What happens to messages, and who was not let in, told to whoever listens: the seam for
 * telemetry.
 */
@NullMarked
package io.weir.core.event;

import org.jspecify.annotations.NullMarked;
