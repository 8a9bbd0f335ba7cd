namespace BpfSharp.Compiler.Verifier.Walk;

/// <summary>Is told what a walk shows of the code.</summary>
internal interface IWalkObserver
{
    /// <summary>A way has come to an instruction, or will be walked on from there later.</summary>
    /// <param name="way">Number that the observer gave to the way before it; -1: none.</param>
    /// <returns>Number of the way now.</returns>
    int Arrive(int way, int slot);

    /// <summary>A kept state and one that has come to the same instruction have been compared.</summary>
    /// <param name="ends">Nothing is new: this way ends.</param>
    void Compare(int before, int now, int slot, bool ends);
}
