/**
 * What the embedded log promises beyond the contract of every backend: recovery, damage, bounds.
 */
@NullMarked
package io.weir.embedded;

import org.jspecify.annotations.NullMarked;
