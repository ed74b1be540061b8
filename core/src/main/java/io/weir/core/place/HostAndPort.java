package io.weir.core.place;

/** A host name or address with a port. */
public record HostAndPort(String host, int port) {}
