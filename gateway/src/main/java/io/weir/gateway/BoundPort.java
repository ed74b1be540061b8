package io.weir.gateway;

import io.weir.gateway.config.Authority;

/**
 * A port that is open.
 *
 * @param listener its name in the configuration
 * @param protocol what is spoken there, or "admin"
 * @param address where it listens, with the real port
 * @param example a command to paste into a shell, or in words how one connects
 */
public record BoundPort(String listener, String protocol, Authority address, String example) {}
