"""The same linear program built with linopy, as its manual says; prints JSON.

    python linopy_lp.py build SIZE [sparse]     seconds and peak memory, handed to HiGHS
    python linopy_lp.py optimum SIZE METHOD [alike]
    python linopy_lp.py same SIZE               whether it is the floor's program, number by number

Stands alone: it needs linopy, highspy and the files beside it, nothing of the product.
"""
import json, sys, time
from pathlib import Path
sys.path.insert(0, str(Path(__file__).parent))
import numpy as np, scipy.sparse as sp, xarray as xr
import linopy
from convoy_data import make


def build(d, sparse=False):
    P, R, C, T, D, K, NK = d.P, d.R, d.C, d.T, d.D, d.K, d.NK
    m = linopy.Model(**({"sparse": True} if sparse else {}))
    ax = {k: np.arange(n) for k, n in dict(p=P, r=R, c=C, t=T, k=K).items()}
    da = lambda x, *dims: xr.DataArray(np.ascontiguousarray(x), dims=dims, coords={i: ax[i][: np.shape(x)[j]] for j, i in enumerate(dims)})
    var = lambda name, *dims, upper=np.inf: m.add_variables(lower=0, upper=upper, coords=[(i, ax[i]) for i in dims], name=name)
    f, n, s, v = var("f", "r", "c", "t"), var("n", "r", "t"), var("s", "p", "c", "t"), var("v", "p", "t")
    supply = np.zeros((P, C, T)); supply[:D] = d.supply[:D]
    q = m.add_variables(lower=0, upper=da(supply, "p", "c", "t"), mask=da(np.broadcast_to(np.arange(P)[:, None, None] < D, (P, C, T)), "p", "c", "t"), name="q")
    u = m.add_variables(lower=0, upper=da(d.needk, "p", "c", "k", "t"), name="u")
    zero = lambda e: e.fillna(0) if sparse else e
    # Incidence of places and routes: a sum over routes leaving, and for every lead over those arriving.
    by = lambda x, where: x.groupby(xr.DataArray(where, dims="r", coords={"r": ax["r"]}, name="p")).sum()
    at = lambda e: zero(e.reindex(p=ax["p"])) if hasattr(e, "reindex") else e
    lhs = s - zero((da(1 - d.loss, "c") * s).shift(t=1)) + at(by(1 * f, d.orig)) - zero(1 * q) - u.sum("k")
    fleet = v - zero((1 * v).shift(t=1)) + at(by(1 * n, d.orig))
    for L in np.unique(d.lead):
        g = np.flatnonzero(d.lead == L)
        some = lambda x: x.isel(r=g)
        to = xr.DataArray(d.dest[g], dims="r", coords={"r": g}, name="p")
        lhs = lhs - at((1 * some(f)).groupby(to).sum().shift(t=int(L)))
        fleet = fleet - at((1 * some(n)).groupby(to).sum().shift(t=int(L)))
    rhs = -d.needk.sum(2); rhs[:, :, 0] += (1 - d.loss) * d.s0
    m.add_constraints(lhs == da(rhs, "p", "c", "t"), name="balance")
    m.add_constraints(f.sum("c") <= da(d.cap, "r", "t"), name="route")
    m.add_constraints(f.sum("c") - d.payload * n <= 0, name="payload")
    h = np.flatnonzero(d.chk >= 0)
    gate = xr.DataArray(d.chk[h], dims="r", coords={"r": h}, name="g")
    m.add_constraints((1 * n.isel(r=h)).groupby(gate).sum() <= xr.DataArray(d.ckcap, dims=("g", "t"), coords={"g": np.arange(NK), "t": ax["t"]}), name="slots")
    first = np.zeros((P, T)); first[:, 0] = d.v0
    m.add_constraints(fleet == da(first, "p", "t"), name="fleet")
    m.add_objective((da(d.w, "p", "c", "k") * u).sum() + (da(d.cf, "r") * f).sum() + (da(d.ct, "r") * n).sum() + (d.ch * s).sum())
    return m


def peak():
    status = Path("/proc/self/status")
    if not status.exists():
        import resource
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return next(int(line.split()[1]) for line in status.read_text().splitlines() if line.startswith("VmHWM")) / 1024


def clocks():
    return np.array([time.process_time(), time.perf_counter()])


def timed(size, *flags):
    sparse = "sparse" in flags
    build(make("tiny"), sparse).to_highspy()  # first-call costs are left out
    d = make(size)
    a = clocks(); m = build(d, sparse); b = clocks(); h = m.to_highspy(); c = clocks()
    lp = h.getLp()
    return {
        "own": {"build": b[0] - a[0], "hand": c[0] - b[0]}, "wall": {"build": b[1] - a[1], "hand": c[1] - b[1]}, "peak_mib": peak(),
        "counts": [lp.num_col_, lp.num_row_, len(lp.a_matrix_.value_)],
    }


def optimum(size, method, *flags):
    d = make(size)
    if "alike" in flags:
        d.loss, d.v0 = np.zeros(d.C), np.full(d.P, 1e6)
    h = build(d).to_highspy()
    h.setOptionValue("output_flag", False); h.setOptionValue("solver", method); h.setOptionValue("threads", 1)
    h.run()
    return {"objective": h.getInfo().objective_function_value}


def same(size):
    """Both programs at one random point: costs and bounds by column, rows sorted by bounds and value."""
    import floor_lp
    d = make(size)
    cost, lower, upper, A, lo, hi, ix = floor_lp.build(d)
    order = np.concatenate([ix[k].ravel() for k in "fnsvqu"])  # the columns in the order above
    lp = build(d).to_highspy().getLp()
    of = np.array
    kind = sp.csc_matrix if lp.a_matrix_.format_.name == "kColwise" else sp.csr_matrix
    m = kind((of(lp.a_matrix_.value_), of(lp.a_matrix_.index_), of(lp.a_matrix_.start_)), shape=(lp.num_row_, lp.num_col_))
    x = np.random.default_rng(1).uniform(1, 2, len(order))

    def rows(matrix, low, high, point):
        r = np.stack([np.maximum(low, -1e30), np.minimum(high, 1e30), matrix @ point])
        return r[:, np.lexsort(np.round(r[::-1], 6))]

    a, b = rows(A, lo, hi, x[np.argsort(order)]), rows(m, of(lp.row_lower_), of(lp.row_upper_), x)
    close = lambda i, j: bool(np.shape(i) == np.shape(j) and np.allclose(i, j, rtol=1e-9, atol=1e-9))
    columns = zip((cost, lower, upper), (lp.col_cost_, lp.col_lower_, lp.col_upper_))
    return {"same": close(a, b) and all(close(np.minimum(i[order], 1e30), np.minimum(of(j), 1e30)) for i, j in columns)}


if __name__ == "__main__":
    if "sparse" in sys.argv:
        linopy.options["semantics"] = "v1"
    found = {"build": timed, "optimum": optimum, "same": same}[sys.argv[1]](*sys.argv[2:])
    print(json.dumps(found | {"version": linopy.__version__}))
