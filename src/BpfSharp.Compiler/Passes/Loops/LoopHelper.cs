using BpfSharp.Compiler.Ir;

namespace BpfSharp.Compiler.Passes.Loops;

/// <summary>The helper that runs a loop's body, which no C# need name.</summary>
internal static class LoopHelper
{
    private const string Name = "bpf_loop";
    private const int Id = 181;

    public static IrHelper Declare(IrModule module)
    {
        if (module.Helpers.TryGetValue(Name, out IrHelper? known))
            return known;
        var helper = new IrHelper { Name = Name, Id = Id, Since = "5.17" };
        helper.Arguments.AddRange(new[] { IrHelperArgument.Scalar, IrHelperArgument.Callback, IrHelperArgument.Environment, IrHelperArgument.Scalar });
        module.Helpers.Add(Name, helper);
        return helper;
    }
}
