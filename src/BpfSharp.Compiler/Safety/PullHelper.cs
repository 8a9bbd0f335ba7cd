using BpfSharp.Compiler.Ir;

namespace BpfSharp.Compiler.Safety;

/// <summary>The helper that makes bytes of a packet linear, which no C# need name.</summary>
internal static class PullHelper
{
    private const string Name = "bpf_skb_pull_data";
    private const int Id = 39;

    public static IrHelper Declare(IrModule module)
    {
        if (module.Helpers.TryGetValue(Name, out IrHelper? known))
            return known;
        var helper = new IrHelper { Name = Name, Id = Id, Since = "4.9", Effects = IrHelperEffects.ChangesPacket };
        helper.Arguments.AddRange(new[] { IrHelperArgument.Context, IrHelperArgument.Scalar });
        module.Helpers.Add(Name, helper);
        return helper;
    }
}
