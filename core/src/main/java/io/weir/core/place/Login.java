package io.weir.core.place;

import io.weir.core.tenant.Tenant;

/**
 * Whom a client wants to be.
 *
 * @param tenant in which to look for the user; {@link Placement#NOWHERE} if it was refused
 * @param user its name in the tenant
 * @param placed where the connection is with that
 */
public record Login(Tenant tenant, String user, Placed placed) {}
