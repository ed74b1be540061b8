/**
 * The log of what matters to who answers for the gateway: {@link io.weir.gateway.audit.AuditLog}
 * listens to the core and writes a line for each refusal, each step of an administrator beyond its
 * tenant, each reload.
 */
@NullMarked
package io.weir.gateway.audit;

import org.jspecify.annotations.NullMarked;
