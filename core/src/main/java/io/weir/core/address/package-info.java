/** Addresses and names, and their reversible forms for protocols that allow less. */
@NullMarked
package io.weir.core.address;

import org.jspecify.annotations.NullMarked;
