/**
 * What is said of a tenant, from wherever it is said: {@link
 * io.weir.core.definition.TenantDefinition} holds each part's share in that part's own records.
 */
@NullMarked
package io.weir.core.definition;

import org.jspecify.annotations.NullMarked;
