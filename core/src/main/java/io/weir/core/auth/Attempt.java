package io.weir.core.auth;

import java.net.InetAddress;

/**
 * From where somebody tries to come in.
 *
 * @param naming what the names it presents mean
 * @param address of the client, as the balancer says where there is one
 * @param confidential whether nobody else reads what it sends: over TLS, or on loopback. Passwords
 *     are taken only then.
 */
public record Attempt(Naming naming, InetAddress address, boolean confidential) {}
