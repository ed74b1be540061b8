package io.weir.core.place;

import io.weir.core.tenant.Tenant;

/**
 * A network that cannot be as it is beside the others.
 *
 * @param network its number among those of the tenant, from 0
 * @param sentence what is wrong
 */
public record Clash(Tenant tenant, int network, String sentence) {}
