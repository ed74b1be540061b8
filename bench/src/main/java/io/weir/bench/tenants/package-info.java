/**
 * Many tenants on one gateway: their files, a load over all of them, an attacker in a process of
 * its own, what access and limits cost, and how long refusals take.
 */
@NullMarked
package io.weir.bench.tenants;

import org.jspecify.annotations.NullMarked;
