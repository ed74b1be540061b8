/** The gateway's own port, from outside. */
@NullMarked
package io.weir.tests.admin;

import org.jspecify.annotations.NullMarked;
