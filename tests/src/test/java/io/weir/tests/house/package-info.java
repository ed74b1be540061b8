/**
 * Checks on the project itself rather than on its behaviour: who may see whom, and whether the
 * roadmap tells the truth.
 */
@NullMarked
package io.weir.tests.house;

import org.jspecify.annotations.NullMarked;
