package io.weir.gateway;

/**
 * A port that is open.
 *
 * @param listener its name in the configuration
 * @param protocol what is spoken there, or "admin"
 * @param port the real one
 * @param example a command to paste into a shell
 */
public record BoundPort(String listener, String protocol, String host, int port, String example) {}
