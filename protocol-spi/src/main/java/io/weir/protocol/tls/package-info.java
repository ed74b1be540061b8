/**
 * TLS of a listener: {@link io.weir.protocol.tls.Tls} names its files, {@link
 * io.weir.protocol.tls.LiveTls} holds what is in them, always the newest that is whole.
 */
@NullMarked
package io.weir.protocol.tls;

import org.jspecify.annotations.NullMarked;
