/**
 * Checks on the project itself rather than on its behaviour: what its modules have in common, who
 * may see whom, and whether the pages that people read tell the truth.
 */
@NullMarked
package io.weir.tests.house;

import org.jspecify.annotations.NullMarked;
