namespace BpfSharp;

/// <summary>Results of a plain classifier: a tc program that is attached to a classful qdisc without direct action, and says in which class a packet goes.</summary>
/// <remarks>Such a program is a <see cref="TcProgramAttribute"/> method like any other; what its result means is decided where it is attached
/// (<c>LoadedTcProgram.AttachToQdisc</c>). Source: cls_bpf_classify in net/sched/cls_bpf.c.</remarks>
[BpfFunction]
public static class TcClass
{
    /// <summary>The packet matches nothing here: the next filter is asked, and after the last one the qdisc's default class takes it.</summary>
    public static TcAction NoMatch => 0;

    /// <summary>The class that the filter was attached with (<c>TcFilterOptions.Class</c>).</summary>
    public static TcAction OfFilter => (TcAction)(-1);

    /// <summary>A class by its number, as <c>tc class show</c> writes it in hexadecimal: <c>1:10</c> is <c>TcClass.Of(0x1, 0x10)</c>.</summary>
    /// <param name="major">The qdisc's number.</param>
    /// <param name="minor">The class's number within the qdisc.</param>
    /// <returns>What a classifier returns for it.</returns>
    public static TcAction Of(ushort major, ushort minor) => (TcAction)(major << 16 | minor);
}
