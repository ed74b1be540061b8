/** Tenants as clients meet them: their files, their networks, their users, and what changes. */
@NullMarked
package io.weir.tests.tenants;

import org.jspecify.annotations.NullMarked;
