/**
 * The configuration as typed records, and how it is read. {@link io.weir.gateway.config.WeirConfig}
 * and the records it holds say what there is; {@link io.weir.gateway.config.ConfigReader} reads
 * {@code weir.yaml} and the environment into them, and names every fault with file, line and what
 * was expected. {@link io.weir.gateway.config.TenantsReader} does so for the tenants' files, and
 * {@link io.weir.gateway.config.TenantsWatch} sees what changes in them.
 */
@NullMarked
package io.weir.gateway.config;

import org.jspecify.annotations.NullMarked;
