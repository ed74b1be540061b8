package io.weir.core.place;

import io.weir.core.tenant.Tenant;

/**
 * Whom a client wants to be.
 *
 * @param tenant in which to look for the user; {@link Placement#NOWHERE} if it was refused
 * @param like a tenant whose data a refusal goes through in place of those that there are not, so
 *     that it takes as long; the tenant itself if it was not refused
 * @param user its name in the tenant
 * @param placed where the connection is with that
 */
public record Login(Tenant tenant, Tenant like, String user, Placed placed) {}
