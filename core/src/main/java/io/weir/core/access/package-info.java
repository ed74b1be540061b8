/**
 * Who may do what: {@link io.weir.core.access.Access} is asked, {@link
 * io.weir.core.access.RuleAccess} answers by the tenants' rules.
 */
@NullMarked
package io.weir.core.access;

import org.jspecify.annotations.NullMarked;
